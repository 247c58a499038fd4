/** What every noun of the domain shares: the ways in which Framewise refuses a request. */
@NullMarked
package io.framewise.domain;

import org.jspecify.annotations.NullMarked;
