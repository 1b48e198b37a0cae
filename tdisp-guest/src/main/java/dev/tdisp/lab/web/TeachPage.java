package dev.tdisp.lab.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceJson;
import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import dev.tdisp.lab.teach.Tables;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes the page: one file that shows a recorded run, and needs nothing else. */
public final class TeachPage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TeachPage() {}

    /**
     * Writes a page that replays a run without a server.
     *
     * @param run the run
     * @return the HTML, to be saved as UTF-8
     */
    public static String of(RecordedRun run) {
        return page(run, "", "");
    }

    /** Writes the page that a server offers, which can do more runs. */
    static String live(Recipe recipe) {
        QueryStringEncoder query = new QueryStringEncoder("");
        recipe.parameters().forEach((name, values) -> values.forEach(value -> query.addParam(name, value)));
        return page(RecipeRun.of(recipe), "1", query.toString().replace("&", "&amp;"));
    }

    private static String page(RecordedRun run, String live, String query) {
        String page = Assets.read(Assets.PAGE);
        page = put(page, "<!--styles-->", "<style>\n%s</style>".formatted(Assets.read(Assets.STYLES)));
        page = put(page, "<!--modules-->", modules());
        page = put(page, "data-live=\"\"", "data-live=\"%s\" data-recipe=\"%s\"".formatted(live, query));
        page = put(page, "<!--tables-->", inScript(json(Tables.all())));
        return put(page, "<!--run-->", inScript(TraceJson.write(run)));
    }

    private static String put(String page, String mark, String content) {
        int at = page.indexOf(mark);
        if (at < 0) {
            throw new IllegalStateException("the page has no " + mark);
        }
        return page.substring(0, at) + content + page.substring(at + mark.length());
    }

    /** A page from a file may not load modules from beside it, so they are all inside, each under its name. */
    private static String modules() {
        Map<String, String> imports = new TreeMap<>();
        for (String module : Assets.MODULES) {
            byte[] source = Assets.read(module).getBytes(StandardCharsets.UTF_8);
            imports.put(
                    "tdisp/" + module,
                    "data:text/javascript;base64," + Base64.getEncoder().encodeToString(source));
        }
        return "<script type=\"importmap\">%s</script>".formatted(json(Map.of("imports", imports)));
    }

    /** Text in a script element must not end the element. */
    private static String inScript(String text) {
        return text.replace("<", "\\u003c");
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }
}
