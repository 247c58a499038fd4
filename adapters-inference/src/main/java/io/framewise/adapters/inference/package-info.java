/** The ports of the application on DJL's PyTorch engine and on FFmpeg. */
package io.framewise.adapters.inference;
