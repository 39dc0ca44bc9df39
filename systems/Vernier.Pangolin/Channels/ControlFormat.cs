using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vernier.Pangolin.Channels;

/// <summary>Writes control messages, and reads those of the other side, which are not trusted.</summary>
internal static partial class ControlFormat
{
    /// <summary>The maximum size of a control message in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxTargets = 1_000;
    private const int MaxText = 500;
    private const int MaxPath = 2_000;

    public static byte[] Write(ControlMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, ControlJson.Default.ControlMessage);

    /// <exception cref="TunnelProtocolException">The message is invalid.</exception>
    public static ControlMessage Read(ReadOnlySpan<byte> utf8)
    {
        ControlMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(utf8, ControlJson.Default.ControlMessage);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new TunnelProtocolException(
                "A control message is not valid JSON, has an unknown type, or lacks a property.", WebSocketCloseStatus.InvalidPayloadData, exception);
        }
        if (message is null || !IsValid(message))
            throw new TunnelProtocolException("A control message has an invalid value.", WebSocketCloseStatus.InvalidPayloadData);
        return message;
    }

    private static bool IsValid(ControlMessage message) => message switch
    {
        HelloMessage hello => IsText(hello.Version)
            && Enum.IsDefined(hello.Previous)
            && (hello.Region is null || IsName(hello.Region))
            && AreNames(hello.Targets, target => target),
        WelcomeMessage welcome => IsText(welcome.Version),
        PingMessage ping => ping.NextWithinMilliseconds > 0,
        PongMessage => true,
        ConfigMessage config => config is { HealthIntervalMilliseconds: > 0, HealthTimeoutMilliseconds: > 0 }
            && AreNames(config.Targets, target => target.Name)
            && config.Targets.All(target => target.HealthPath is not { Length: > MaxPath }),
        HealthMessage health => AreNames(health.Targets, target => target.Name) && health.Targets.All(target => target.Error is null || IsText(target.Error)),
        ExtensionMessage extension => IsName(extension.Name) && extension.Data.ValueKind != JsonValueKind.Undefined,
        CloseMessage close => IsName(close.Reason),
        ErrorMessage error => IsText(error.Message),
        _ => false,
    };

    private static bool AreNames<T>(IReadOnlyList<T>? items, Func<T, string> nameOf)
    {
        if (items is not { Count: <= MaxTargets } || items.Any(item => item is null))
            return false;
        var names = items.Select(nameOf).ToHashSet();
        return names.Count == items.Count && names.All(IsName);
    }

    /// <summary>Whether a text is a name. A property that is missing in the JSON is null, even if its type does not allow null.</summary>
    private static bool IsName(string? text) => text is not null && NamePattern().IsMatch(text);

    /// <summary>Whether a text can be logged.</summary>
    private static bool IsText(string? text) => text is { Length: <= MaxText } && !text.Any(char.IsControl);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
