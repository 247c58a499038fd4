/**
 * The composition root: the entry point and its commands, configuration, and what ties the adapters together. Nothing
 * depends on it.
 */
package io.framewise.app;
