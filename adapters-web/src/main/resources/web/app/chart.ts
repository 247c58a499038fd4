import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { html, type TemplateResult } from "lit";
import { Part } from "./base.ts";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** A chart in the colours of the page. What it shows is said in words, too: by its label. */
class Chart extends Part {
  declare option: EChartsCoreOption;
  declare label: string;
  private chart: EChartsType | undefined;
  private readonly sized = new ResizeObserver(() => this.chart?.resize());
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly recoloured = (): void => this.draw();

  static override properties = { option: { attribute: false }, label: { attribute: false } };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
    this.dark.removeEventListener("change", this.recoloured);
    this.chart?.dispose();
    this.chart = undefined;
  }

  override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  override updated(): void {
    const place = this.querySelector<HTMLElement>(".chart");
    if (place && !this.chart) {
      this.chart = init(place, null, { renderer: "svg" });
      this.sized.observe(this);
      this.dark.addEventListener("change", this.recoloured);
    }
    this.draw();
  }

  private draw(): void {
    const style = getComputedStyle(this);
    const colour = style.getPropertyValue("--muted");
    const axis = { axisLabel: { color: colour }, axisLine: { lineStyle: { color: colour } }, splitLine: { show: false } };
    this.chart?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: "system-ui, sans-serif" },
        grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
        tooltip: { trigger: "axis", appendTo: () => this },
        legend: { type: "scroll", top: 0, textStyle: { color: style.getPropertyValue("--text") } },
        ...this.option,
        xAxis: { ...axis, ...(this.option["xAxis"] as object) },
        yAxis: { ...axis, ...(this.option["yAxis"] as object) },
      },
      true,
    );
  }
}

customElements.define("fw-chart", Chart);
