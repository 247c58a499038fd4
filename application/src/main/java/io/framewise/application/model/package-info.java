/** Models: importing networks, and attaching them to a project. */
@NullMarked
package io.framewise.application.model;

import org.jspecify.annotations.NullMarked;
