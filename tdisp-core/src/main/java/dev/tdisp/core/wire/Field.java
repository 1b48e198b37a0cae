package dev.tdisp.core.wire;

/**
 * One field of a message, as its codec read or wrote it.
 *
 * @param name the specification's name, with the names of the structures around it, joined by dots
 * @param offset where it starts, in bytes from the start of the message
 * @param length its size in bytes
 * @param value its value in words or digits
 */
public record Field(String name, int offset, int length, String value) {}
