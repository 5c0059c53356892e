package dev.bide.bench.driver;

import java.util.List;
import java.util.Locale;

/**
 * The ratios as a picture: a bar for each comparison on a logarithmic scale, from the least to the
 * greatest ratio of the rounds, the median as a dot, the limit as a line.
 */
final class Plot {
  private static final int LEFT = 260;
  private static final int WIDTH = 620;
  private static final int ROW = 18;
  private static final double LEAST = 0.02;
  private static final double GREATEST = 20;

  private Plot() {}

  static String svg(List<Results.Section> sections) {
    List<Compared> all = sections.stream().flatMap(s -> s.rows().stream()).toList();
    int height = 60 + ROW * all.size();
    StringBuilder s = new StringBuilder();
    s.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
            LEFT + WIDTH + 20,
            height));
    s.append(
        "<text x=\"10\" y=\"20\" font-size=\"13\">Bide's time by the other's; left of 1 Bide takes"
            + " less</text>\n");
    for (double tick : new double[] {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20}) {
      s.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"44\" y2=\"%2$d\" stroke=\"%3$s\"/>"
                  + "<text x=\"%1$.1f\" y=\"40\" text-anchor=\"middle\" fill=\"#555\">%4$s</text>%n",
              x(tick),
              height - 10,
              tick == 1 ? "#888" : "#e4e4e4",
              tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : Double.toString(tick)));
    }
    int y = 58;
    for (Compared c : all) {
      String colour = !c.isLimited() ? "#7a8fa6" : c.ofLimit() <= 1 ? "#2e8b57" : "#c0392b";
      s.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s : %s</text>"
                  + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\""
                  + " stroke-width=\"4\" stroke-opacity=\"0.35\"/>"
                  + "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
              LEFT - 8,
              y + 4,
              c.row(),
              c.against(),
              x(c.ratio().min()),
              x(c.ratio().max()),
              y,
              y,
              colour,
              x(c.ratio().median()),
              y,
              colour));
      if (c.isLimited()) {
        s.append(
            String.format(
                Locale.ROOT,
                "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#000\""
                    + " stroke-width=\"1.5\"/>",
                x(c.limit()),
                y - 7,
                y + 7));
      }
      s.append('\n');
      y += ROW;
    }
    return s.append("</svg>\n").toString();
  }

  private static double x(double ratio) {
    double clamped = Math.max(LEAST, Math.min(GREATEST, ratio));
    return LEFT + WIDTH * Math.log(clamped / LEAST) / Math.log(GREATEST / LEAST);
  }
}
