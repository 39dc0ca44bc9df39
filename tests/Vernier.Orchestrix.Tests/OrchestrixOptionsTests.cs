namespace Vernier.Orchestrix.Tests;

public class OrchestrixOptionsTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => Mistakes(new OrchestrixOptions()).ShouldBeEmpty();

    [Fact]
    public void Validate_AllWrong_NamesEachKeyTheValueAndWhatIsAllowed() =>
        Mistakes(new OrchestrixOptions { Port = 70000, Path = "metrics", HistogramBuckets = [1, 0.5] }).ShouldBe([
            "port: 70000 is not a port; allowed are 1 to 65535, and 0 for any free one.",
            "path: 'metrics' is not a path; it starts with / and has at most 200 letters, digits and any of / - . _ ~",
            "histogram_buckets: [1, 0.5] is not in ascending order without repetition.",
        ]);

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Validate_NoPort_Fails(int port) => Mistakes(new OrchestrixOptions { Port = port }).ShouldHaveSingleItem();

    [Theory]
    [InlineData("")]
    [InlineData("/{id}")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    public void Validate_NoPath_Fails(string path) => Mistakes(new OrchestrixOptions { Path = path }).ShouldHaveSingleItem();

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0, 1.0 })]
    [InlineData(new[] { 1.0, double.PositiveInfinity })]
    [InlineData(new[] { double.NaN })]
    public void Validate_BadBuckets_Fails(double[] buckets) => Mistakes(new OrchestrixOptions { HistogramBuckets = buckets }).ShouldHaveSingleItem();

    private static IEnumerable<string> Mistakes(OrchestrixOptions options) => new OrchestrixOptionsValidator().Validate(null, options).Failures ?? [];
}
