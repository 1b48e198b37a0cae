package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.lab.render.BarChart.Panel;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BarChartTest {
    private static NodeList elements(String svg, String name) throws Exception {
        var input = new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(input)
                .getElementsByTagName(name);
    }

    @Test
    void eachBarIsAsLongAsItsShareOfTheLongest() throws Exception {
        String svg = BarChart.of(
                "A <title> & more",
                List.of("first", "second", "third"),
                List.of(
                        new Panel("bytes", List.of(10.0, 40.0, 0.0), "%.0f"),
                        new Panel("none", List.of(0.0, 0.0, 0.0), "%.0f")));

        NodeList bars = elements(svg, "rect");
        assertThat(bars.getLength()).isEqualTo(1 + 6);
        assertThat(width(bars, 1)).isEqualTo(width(bars, 2) / 4);
        assertThat(width(bars, 3)).isZero();
        assertThat(width(bars, 4)).isZero();
        assertThat(elements(svg, "text").item(0).getTextContent()).isEqualTo("A <title> & more");
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
    }

    @Test
    void numbersAreTheSameInEveryCountry() {
        List<Panel> panels = List.of(new Panel("ms", List.of(1.5), "%.1f"));
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(BarChart.of("t", List.of("r"), panels)).contains(">1.5<").doesNotContain("1,5");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoLengthIsRefused(double value) {
        assertThatThrownBy(() -> new Panel("p", List.of(value), "%.0f")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachPanelNeedsAValueForEachRow() {
        assertThatThrownBy(() -> BarChart.of("t", List.of("a", "b"), List.of(new Panel("p", List.of(1.0), "%.0f"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
