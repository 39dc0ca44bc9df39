using Vernier.Fuzzing;

namespace Vernier.Host.Tests.Fuzzing;

/// <summary>
/// A short run of each parser with the same inputs each time; <c>Vernier.Benchmarks -- fuzz</c> runs new ones. An input that once failed belongs into a test of
/// its parser.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20261122;
    private const int Inputs = 5_000;

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_Parser_OnlyThrowsWhatItDocuments(string name)
    {
        var result = Fuzzer.Run(AllTargets.Find(name)!, Seed, Inputs);
        result.Findings.Select(finding => $"{finding.Input}: {finding.Error}").ShouldBeEmpty();
        result.Inputs.ShouldBe(Inputs);
        // Otherwise the parser would only be tested with inputs that it rejects at once.
        result.Accepted.ShouldBeGreaterThan(Inputs / 50);
    }

    [Fact]
    public void Run_ParserThatFails_ReportsTheInput()
    {
        var result = Fuzzer.Run(new BrokenTarget(), Seed, Inputs);
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Input.ShouldContain("x");
        finding.Error.ShouldBeOfType<InvalidOperationException>();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_EachTarget_IsValid(string name)
    {
        var target = AllTargets.Find(name)!;
        target.Corpus.Where(input => !target.Run(input)).ShouldBeEmpty();
    }

    private sealed class BrokenTarget : FuzzTarget
    {
        public override string Name => "broken";

        public override IReadOnlyList<string> Corpus => ["a"];

        public override IReadOnlyList<string> Dictionary => ["x"];

        public override bool Run(string input) => !input.Contains('x') ? true : throw new InvalidOperationException("x");
    }
}
