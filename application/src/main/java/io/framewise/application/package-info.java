/** What every use case needs: the transaction boundary, new identifiers, and pages of results. */
@NullMarked
package io.framewise.application;

import org.jspecify.annotations.NullMarked;
