namespace Vernier.Tests.Definitions;

public class MetricSeriesTests
{
    private static readonly HistogramDefinition Duration = new("app_duration_seconds", "Durations.");
    private static readonly SummaryDefinition Size = new("app_size_bytes", "Sizes.");
    private static readonly CounterDefinition Errors = new("app_errors_total", "Errors.");
    private static readonly StateSetDefinition State = new("app_state", "State.") { States = ["up", "down"] };

    public static TheoryData<MetricDefinition, string[]> Definitions => new()
    {
        { Errors, ["Value app_errors_total", "Created app_errors_created"] },
        { new CounterDefinition("app_errors", "Errors."), ["Value app_errors"] },
        { new GaugeDefinition("app_items", "Items."), ["Value app_items"] },
        { new InfoDefinition<Build>("app_build_info", "Build."), ["Value app_build_info"] },
        { State, ["Value app_state app_state"] },
        { Duration, ["Bucket app_duration_seconds_bucket le", "Sum app_duration_seconds_sum", "Count app_duration_seconds_count", "Created app_duration_seconds_created"] },
        { Size, ["Value app_size_bytes quantile", "Sum app_size_bytes_sum", "Count app_size_bytes_count", "Created app_size_bytes_created"] },
        { Size with { Quantiles = [] }, ["Sum app_size_bytes_sum", "Count app_size_bytes_count", "Created app_size_bytes_created"] },
    };

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Of_EveryType_ReturnsTheSeriesWithPartAndExtraLabel(MetricDefinition definition, string[] expected) =>
        MetricSeries.Of(definition).Select(series => $"{series.Part} {series.Name} {series.ExtraLabel}".TrimEnd()).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Definitions))]
    public void TryFind_NameOfEachSeries_ReturnsDefinitionAndPart(MetricDefinition definition, string[] expected)
    {
        expected.ShouldNotBeEmpty();
        foreach (var series in MetricSeries.Of(definition))
        {
            MetricSeries.TryFind([new GaugeDefinition("other", "Other."), definition], series.Name, out var found, out var part).ShouldBeTrue();
            found.ShouldBe(definition);
            part.ShouldBe(series);
        }
    }

    [Theory]
    [InlineData("app_duration_seconds")]
    [InlineData("app_size_bytes_bucket")]
    [InlineData("app_errors")]
    public void TryFind_NameThatNoSeriesHas_ReturnsFalse(string name)
    {
        MetricSeries.TryFind([Duration, Size, Errors], name, out var definition, out var series).ShouldBeFalse();
        definition.ShouldBeNull();
        series.ShouldBeNull();
    }

    [Fact]
    public void Find_PartThatTheTypeLacks_ReturnsNull()
    {
        MetricSeries.Find(Duration, SeriesPart.Count)?.Name.ShouldBe("app_duration_seconds_count");
        MetricSeries.Find(Duration, SeriesPart.Value).ShouldBeNull();
        MetricSeries.Find(Size, SeriesPart.Bucket).ShouldBeNull();
        MetricSeries.Find(Errors, SeriesPart.Sum).ShouldBeNull();
    }

    [Theory]
    [InlineData("a_bucket", "a", SeriesPart.Bucket)]
    [InlineData("a_sum_count", "a_sum", SeriesPart.Count)]
    [InlineData("a_created", "a", SeriesPart.Created)]
    [InlineData("a_total", null, SeriesPart.Value)]
    [InlineData("_sum", null, SeriesPart.Value)]
    public void TrySplit_AnyName_SplitsAtTheLastSuffix(string name, string? family, SeriesPart part)
    {
        MetricSeries.TrySplit(name, out var foundFamily, out var foundPart).ShouldBe(family is not null);
        foundFamily.ShouldBe(family);
        foundPart.ShouldBe(part);
    }

    [Theory]
    [InlineData("a_total", MetricType.Counter, "a")]
    [InlineData("_total", MetricType.Counter, "_total")]
    [InlineData("a_total", MetricType.Gauge, "a_total")]
    [InlineData("a_info", MetricType.Info, "a")]
    [InlineData("a_info", MetricType.StateSet, "a_info")]
    public void FamilyName_AnyType_OmitsOnlyTheSuffixOfTheType(string name, MetricType type, string expected) => MetricSeries.FamilyName(name, type).ShouldBe(expected);

    private readonly record struct Build(string Version);
}
