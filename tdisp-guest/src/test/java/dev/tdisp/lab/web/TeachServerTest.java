package dev.tdisp.lab.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.render.TraceJson;
import dev.tdisp.lab.teach.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeachServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private TeachServer server;

    @BeforeEach
    void start() throws IOException {
        server = TeachServer.start(0, Recipe.usual(5));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageBringsItsFirstRunAndLetsNothingInFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("\"seed\":\"5\"").contains("data-live=\"1\"");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @Test
    void theMenuHasEveryAttackWithItsPower() throws Exception {
        JsonNode menu = new ObjectMapper().readTree(get("/menu").body());

        assertThat(menu.get("attacks"))
                .hasSize(Attacks.all().size())
                .allSatisfy(attack -> assertThat(attack.get("power").asText()).isNotEmpty());
        assertThat(menu.get("exercises"))
                .hasSize(10)
                .allSatisfy(exercise -> assertThat(exercise.has("recipe")).isFalse());
        assertThat(menu.get("disturbances")).isNotEmpty();
        assertThat(menu.get("faults")).isNotEmpty();
        assertThat(menu.get("wrong")).isNotEmpty();
    }

    @Test
    void aRunIsWhatTheRecipeSays() throws Exception {
        var run = TraceJson.read(get("/run?seed=3&break=13:bus-master-cleared").body());

        assertThat(run.facts()).containsEntry("seed", "3");
        assertThat(run.steps().get(13).name()).isEqualTo("clears Bus Master Enable of the function");
    }

    @ParameterizedTest
    @CsvSource({
        "html, <!doctype html>",
        "text, LOCK_INTERFACE_REQUEST",
        "jsonl, \"type\":\"run\"",
        "mermaid, sequenceDiagram",
        "plantuml, @startuml",
        "junit, RecipeRun.of(recipe)",
        "timeline, <svg",
        "keys, TH1",
        "spdm-dump, REQ->RSP"
    })
    void aRunCanBeSaved(String format, String content) throws Exception {
        HttpResponse<String> file = get("/save?format=" + format);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains(content);
        assertThat(file.headers().firstValue("content-disposition"))
                .hasValueSatisfying(name -> assertThat(name).startsWith("attachment"));
    }

    @Test
    void anAnswerIsChecked() throws Exception {
        String right =
                get("/answer?exercise=bus-master&state=ERROR&rule=Memory%20Space%20Enable%20or%20Bus%20Master%20Enable%20was%20cleared")
                        .body();
        String wrong = get("/answer?exercise=bus-master&state=RUN").body();

        assertThat(right).contains("\"right\":true");
        assertThat(wrong).contains("\"right\":false");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404, there is nothing at /nothing",
        "/run?flow=nonsense, 400, flow: 'nonsense' is not known",
        "/run?seed=1&seed=2, 400, seed: given 2 times",
        "/save?format=doc, 400, format: 'doc' is not known",
        "/run?exercise=recovery&break=1:sleep, 400, exercise: its run is what it is; nothing else can be told",
        "/answer?exercise=99, 400, exercise: '99' is not known"
    })
    void whatCannotBeDoneIsSaidSo(String path, int status, String reason) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(reason);
    }

    @Test
    void onlyGetIsServed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/run"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aPageFromElsewhereCannotUseTheServerUnderAnotherName() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void aRequestThatAnotherPageMakesIsRefused() throws IOException {
        String host = "Host: 127.0.0.1\r\n";
        String request = "GET /menu HTTP/1.1\r\n%sSec-Fetch-Site: %s\r\nConnection: close\r\n\r\n";

        assertThat(raw(request.formatted(host, "cross-site"))).startsWith("HTTP/1.1 403");
        assertThat(raw(request.formatted(host, "same-origin"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsNotHttpIsRefused() throws IOException {
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void noThreadIsLeftBehindAClosedServer() throws Exception {
        get("/menu");

        server.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("tdisp-teach"));
    }

    @Test
    void aTakenPortIsToldAndLeavesNothingBehind() {
        int port = server.address().getPort();

        assertThatIOException()
                .isThrownBy(() -> TeachServer.start(port, Recipe.usual(1)))
                .withMessageContaining("cannot listen on port " + port);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (var socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
        }
    }
}
