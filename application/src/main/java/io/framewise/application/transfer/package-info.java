/** Carrying labels from one project to another: exporting them, and importing what was exported. */
@NullMarked
package io.framewise.application.transfer;

import org.jspecify.annotations.NullMarked;
