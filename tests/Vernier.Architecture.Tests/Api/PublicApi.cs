namespace Vernier.Architecture.Tests.Api;

/// <summary>Describes the public API of an assembly: one line per type and per member, sorted.</summary>
internal static class PublicApi
{
    public static IReadOnlyList<string> Describe(IEnumerable<Type> types) =>
        [.. types.Where(IsSeen).SelectMany(type => MemberLines.Of(type).Prepend(TypeLine.Of(type))).Order(StringComparer.Ordinal)];

    /// <summary>Returns the lines that were added (+) and removed (-).</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> recorded, IReadOnlyList<string> current) =>
        [.. recorded.Except(current).Select(line => "- " + line), .. current.Except(recorded).Select(line => "+ " + line)];

    // A nested type is visible when the enclosing types are. Names of compiler-generated types contain '<'.
    private static bool IsSeen(Type type) => type.IsVisible && !type.Name.Contains('<');
}
