package dev.tdisp.lab.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** What the server says to a request. */
record Answer(HttpResponseStatus status, String type, byte[] content, String fileName) {
    static Answer of(String type, String content) {
        return of(type, content.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(String type, byte[] content) {
        return new Answer(HttpResponseStatus.OK, type, content, "");
    }

    static Answer refused(HttpResponseStatus status, String reason) {
        return new Answer(status, "text/plain; charset=utf-8", reason.getBytes(StandardCharsets.UTF_8), "");
    }

    /** The same, to be saved under a name. */
    Answer saved(String name) {
        return new Answer(status, type, content, name);
    }
}
