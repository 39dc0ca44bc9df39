using System.Reflection;
using Vernier.Architecture.Tests.Samples;
using Vernier.Testing;

namespace Vernier.Architecture.Tests.Api;

public class PublicApiTests
{
    public static TheoryData<string> Libraries => new(Repository.Libraries);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_PublicMembers_AreTheRecordedOnes(string project)
    {
        var record = Path.Combine(Repository.Folder(project), "PublicApi.txt");
        var current = PublicApi.Describe(Assembly.Load(project).GetTypes());
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllLines(record, current);

        var differences = PublicApi.Differences(File.Exists(record) ? File.ReadAllLines(record) : [], current);
        differences.Count.ShouldBe(0, $"""
            The public API of {project} is not what PublicApi.txt records:
            {string.Join('\n', differences)}
            A removed line breaks users. If this is meant: ACCEPT=1 dotnet run dev.cs -- test --filter-class '*{nameof(PublicApiTests)}'
            """);
    }

    [Fact]
    public void Describe_TypesOfEveryKind_ShowsWhatUsersCanSee()
    {
        var sample = typeof(ApiSample);
        var lines = PublicApi.Describe(sample.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Prepend(sample));
        lines.Select(line => line.Replace(sample.Namespace + ".", "").Replace("ApiSample.", "")).ShouldBe(
        [
            "ApiSample : abstract class IComparable<ApiSample>",
            "ApiSample(string name)",
            "Choice : enum int",
            "Choice.One = 1",
            "Choice.Two = 2",
            "CompareTo(ApiSample? other) -> int",
            "Count : int? { get; }",
            "Create<T>(in int count, out string? text, params ReadOnlySpan<string> values) -> T [static] where T : class, new()",
            "Happened : event EventHandler",
            "IShape : interface IDisposable",
            "IShape.Area : double { get; }",
            "Item[int index] : int { get; }",
            "Labels : required Dictionary<string, string?> { get; init; }",
            "Limit : const double = 1.5",
            "Maker<T> : delegate (int count = 3) -> T? where T : struct, IShape",
            "Name : string { get; }",
            "Names : static readonly string?[]?",
            "Pair<T> : readonly record struct",
            "Pair<T>.First : T { get; init; }",
            "Pair<T>.Pair(T First, List<T>? Second)",
            "Pair<T>.Second : List<T>? { get; init; }",
            "Point : sealed record IComparable",
            "Point.CompareTo(object? obj) -> int",
            "Point.Point(int X, string? Y)",
            "Point.X : int { get; init; }",
            "Point.Y : string? { get; init; }",
            "Raise(bool really = true, CancellationToken token = default) -> void [protected virtual]",
            "Reference(ref int value) -> ref int [protected]",
            "ToString() -> string [override]",
            "Value : double { get; set; } [protected abstract]",
            "View : readonly ref struct",
            "View.Bytes : ReadOnlySpan<byte> { get; }",
        ]);
    }

    [Fact]
    public void Differences_ChangedMember_IsRemovedAndAdded() =>
        PublicApi.Differences(["A.Kept() -> void", "A.Changed() -> void"], ["A.Changed() -> int", "A.Kept() -> void"]).ShouldBe(["- A.Changed() -> void", "+ A.Changed() -> int"]);
}
