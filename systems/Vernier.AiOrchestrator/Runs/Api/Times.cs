using System.Diagnostics.CodeAnalysis;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>Converts stored times.</summary>
internal static class Times
{
    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    [return: NotNullIfNotNull(nameof(milliseconds))]
    public static DateTimeOffset? Of(long? milliseconds) => milliseconds is { } value ? Of(value) : null;
}
