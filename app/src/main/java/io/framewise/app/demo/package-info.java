/** The demonstration: the main job done over HTTP on a drawn clip, by three small networks, checked against the truth. */
package io.framewise.app.demo;
