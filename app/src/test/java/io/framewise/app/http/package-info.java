/** The assembled program, asked over HTTP: PostgreSQL, FFmpeg and libtorch are real. */
package io.framewise.app.http;
