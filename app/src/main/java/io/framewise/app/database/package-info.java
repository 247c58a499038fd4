/**
 * The PostgreSQL that comes with the program, for a machine on which nobody has set one up: its cluster, its passwords,
 * and what has to be put right after a crash.
 */
package io.framewise.app.database;
