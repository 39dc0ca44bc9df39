using System.Buffers;
using System.Globalization;
using System.Text;
using Vernier.Exposition;
using Vernier.Families;

namespace Vernier.Testing;

/// <summary>A small format, added as CONTRIBUTING.md describes ("Add a format"): one line <c>name,label values…,value</c> per sample.</summary>
internal static class CsvFormat
{
    public static ExpositionFormat Instance { get; } = new("csv", "text/csv", static (output, options) => new Writer(output, options.CreatedSeries))
    {
        Parameters = [new("header", "present"), new("schema", "1")],
        ContentType = "text/csv; header=present; schema=1; charset=utf-8",
    };

    private sealed class Writer(IBufferWriter<byte> output, bool created) : ICollectionVisitor
    {
        public void BeginCollection(CollectionContext context) =>
            output.Write(Encoding.UTF8.GetBytes($"name,value at {context.Time.ToUnixTimeSeconds()}\n"));

        public void BeginFamily(MetricFamily family)
        {
        }

        public void Counter(Series series, double value, Exemplar? exemplar)
        {
            Line(series, "", value);
            if (created && series.StartTime is { } start)
                Line(series, "_created", start.ToUnixTimeSeconds());
        }

        public void Gauge(Series series, double value) => Line(series, "", value);

        public void Histogram(Series series, in HistogramSnapshot snapshot)
        {
            Line(series, "_count", snapshot.Count);
            Line(series, "_sum", snapshot.Sum);
        }

        public void Summary(Series series, in SummarySnapshot snapshot)
        {
            Line(series, "_count", snapshot.Count);
            Line(series, "_sum", snapshot.Sum);
        }

        public void Info(Series series) => Line(series, "", 1);

        public void StateSet(Series series, in StateSetSnapshot snapshot)
        {
            for (var i = 0; i < snapshot.States.Count; i++)
                Line(series, $"[{snapshot.States[i]}]", snapshot.IsOn(i) ? 1 : 0);
        }

        public void EndFamily(MetricFamily family)
        {
        }

        public void EndCollection() => output.Write("end\n"u8);

        private void Line(Series series, string suffix, double value) => output.Write(Encoding.UTF8.GetBytes(
            string.Join(',', [series.Family.Name + suffix, .. series.LabelValues, value.ToString(CultureInfo.InvariantCulture)]) + "\n"));
    }
}
