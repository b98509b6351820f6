package io.lockstep.bench.interest;

import io.lockstep.bench.Lines;
import io.lockstep.bench.interest.InterestReport.Row;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The report's messages for an event as a picture (SVG): over the nodes, and over the shards. Both axes are logarithmic. */
final class Curves {
    private static final int WIDTH = 340;
    private static final int HEIGHT = 240;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int GAP = 80;
    private static final int LEGEND = 110;

    private static final List<Curve> CURVES = List.of(
            new Curve("all nodes", "#999999", row -> row.any().broadcast()),
            new Curve("any node, told by shard", "#c0392b", row -> row.any().byShard()),
            new Curve("any node, told exactly", "#e59866", row -> row.any().bySpace()),
            new Curve(
                    "by shard, with personal topics",
                    "#8e44ad",
                    row -> row.personal().byShard()),
            new Curve("by space, told by shard", "#2471a3", row -> row.bySpace().byShard()),
            new Curve("by shard, told by shard", "#1e8449", row -> row.byShard().byShard()));

    private final StringBuilder svg = new StringBuilder();

    private record Curve(String name, String colour, ToDoubleFunction<Row> value) {}

    private Curves() {}

    static String of(InterestReport report) {
        var curves = new Curves();
        var width = 2 * (LEFT + WIDTH) + GAP;
        var height = TOP + HEIGHT + LEGEND;
        curves.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                width, height);
        curves.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
        curves.panel(LEFT, "messages for an event, by nodes (64 shards)", report.byNodes());
        curves.panel(LEFT + WIDTH + GAP, "by shards (50 nodes)", report.byShards());
        for (var number = 0; number < CURVES.size(); number++) {
            var x = LEFT + number % 2 * (WIDTH + GAP);
            var y = TOP + HEIGHT + 50 + number / 2 * 20;
            var curve = CURVES.get(number);
            curves.add("<path d=\"M%d %dh24\" stroke=\"%s\" stroke-width=\"3\"/>", x, y - 4, curve.colour());
            curves.add("<text x=\"%d\" y=\"%d\">%s</text>", x + 32, y, curve.name());
        }
        curves.add("</svg>");
        return curves.svg.toString();
    }

    private void panel(int left, String title, List<Row> rows) {
        var highest =
                rows.stream().mapToDouble(row -> row.any().broadcast()).max().orElse(1);
        add("<text x=\"%d\" y=\"%d\">%s</text>", left, TOP - 14, title);
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#333\"/>",
                left, TOP, WIDTH, HEIGHT);
        for (var row : rows) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"10\">%d</text>",
                    x(left, rows, row), TOP + HEIGHT + 16, row.x());
        }
        for (var value = 1; value <= highest; value *= 2) {
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" font-size=\"10\">%d</text>",
                    left - 6, y(value, highest) + 3, value);
        }
        for (var curve : CURVES) {
            var path = new StringBuilder();
            for (var row : rows) {
                path.append(Lines.format(
                        "%s%.1f %.1f",
                        path.isEmpty() ? "M" : "L",
                        x(left, rows, row),
                        y(curve.value().applyAsDouble(row), highest)));
            }
            add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, curve.colour());
        }
    }

    private static double x(int left, List<Row> rows, Row row) {
        var from = StrictMath.log(rows.get(0).x());
        var to = StrictMath.log(rows.get(rows.size() - 1).x());
        return left + WIDTH * (StrictMath.log(row.x()) - from) / (to - from);
    }

    private static double y(double value, double highest) {
        return TOP + HEIGHT * (1 - StrictMath.log(value) / StrictMath.log(highest));
    }

    private void add(String format, Object... values) {
        svg.append(Lines.format(format, values)).append('\n');
    }
}
