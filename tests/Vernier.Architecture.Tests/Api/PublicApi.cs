namespace Vernier.Architecture.Tests.Api;

/// <summary>Writes down what users of an assembly can see: one line for each type and each member, sorted.</summary>
internal static class PublicApi
{
    public static IReadOnlyList<string> Describe(IEnumerable<Type> types) =>
        [.. types.Where(IsSeen).SelectMany(type => MemberLines.Of(type).Prepend(TypeLine.Of(type))).Order(StringComparer.Ordinal)];

    /// <summary>What was added (+) and removed (-) since the recorded lines.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> recorded, IReadOnlyList<string> current) =>
        [.. recorded.Except(current).Select(line => "- " + line), .. current.Except(recorded).Select(line => "+ " + line)];

    // A nested type is visible outside when the types around it are; the compiler's own have names that C# cannot spell.
    private static bool IsSeen(Type type) => type.IsVisible && !type.Name.Contains('<');
}
