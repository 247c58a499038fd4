/**
 * The way in over HTTP. A resource is one class under {@code /api}; a request body is the use case's input record and a
 * response the domain's record, both as {@link io.framewise.adapters.web.JsonShapes} says. Every refusal leaves as
 * {@link io.framewise.adapters.web.Problem}.
 */
@NullMarked
package io.framewise.adapters.web;

import org.jspecify.annotations.NullMarked;
