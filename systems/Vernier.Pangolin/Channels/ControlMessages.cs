using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vernier.Pangolin.Channels;

/// <summary>How the previous connection of a site ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PreviousEnd>))]
internal enum PreviousEnd
{
    /// <summary>This is the first connection since the site was started.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The connection was lost.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,

    /// <summary>The server was silent for too long.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>The server closed the connection because it was stopping, or for another temporary reason.</summary>
    [JsonStringEnumMemberName("shutdown")]
    Shutdown,

    /// <summary>The connection was replaced by another one of the same site.</summary>
    [JsonStringEnumMemberName("replaced")]
    Replaced,
}

/// <summary>A message of the control channel: a text message of the WebSocket, in JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloMessage), "hello")]
[JsonDerivedType(typeof(WelcomeMessage), "welcome")]
[JsonDerivedType(typeof(PingMessage), "ping")]
[JsonDerivedType(typeof(PongMessage), "pong")]
[JsonDerivedType(typeof(ConfigMessage), "config")]
[JsonDerivedType(typeof(HealthMessage), "health")]
[JsonDerivedType(typeof(ExtensionMessage), "extension")]
[JsonDerivedType(typeof(CloseMessage), "close")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
internal abstract record ControlMessage([property: JsonIgnore] TunnelMessage Kind);

/// <summary>The first message of a site.</summary>
/// <param name="Version">The version of the site.</param>
/// <param name="Region">Its region; null if it has none.</param>
/// <param name="Previous">How its previous connection ended.</param>
/// <param name="Targets">The names of its targets.</param>
internal sealed record HelloMessage(string Version, string? Region, PreviousEnd Previous, IReadOnlyList<string> Targets) : ControlMessage(TunnelMessage.Hello);

/// <summary>The response of the server to <see cref="HelloMessage"/>. Afterwards bytes of the HTTP/2 connection may be sent.</summary>
/// <param name="Version">The version of the server.</param>
internal sealed record WelcomeMessage(string Version) : ControlMessage(TunnelMessage.Welcome);

/// <summary>The server measures the round trip.</summary>
/// <param name="Id">The number of the ping, which <see cref="PongMessage"/> repeats.</param>
/// <param name="NextWithinMilliseconds">The time within which the site gets the next message; after this time without any, the connection is lost.</param>
internal sealed record PingMessage(long Id, int NextWithinMilliseconds) : ControlMessage(TunnelMessage.Ping);

/// <summary>The response of the site to <see cref="PingMessage"/>.</summary>
internal sealed record PongMessage(long Id) : ControlMessage(TunnelMessage.Pong);

/// <summary>The targets that the resources of the site use. It replaces the previous one.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="HealthIntervalMilliseconds">The time between two health checks.</param>
/// <param name="HealthTimeoutMilliseconds">The time after which a health check has failed.</param>
internal sealed record ConfigMessage(IReadOnlyList<TargetConfig> Targets, int HealthIntervalMilliseconds, int HealthTimeoutMilliseconds)
    : ControlMessage(TunnelMessage.Config);

/// <summary>A target that a resource uses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HealthPath">The path of the health check; null for none.</param>
internal sealed record TargetConfig(string Name, string? HealthPath);

/// <summary>The results of health checks that have changed.</summary>
internal sealed record HealthMessage(IReadOnlyList<TargetHealth> Targets) : ControlMessage(TunnelMessage.Health);

/// <summary>The result of a health check.</summary>
/// <param name="Name">The target.</param>
/// <param name="Healthy">Whether it passed.</param>
/// <param name="Error">Why it failed, as a label value of <see cref="ProxyError"/>; null if it passed.</param>
internal sealed record TargetHealth(string Name, bool Healthy, string? Error);

/// <summary>A message of an extension, such as WireGuard.</summary>
/// <param name="Name">The extension.</param>
/// <param name="Data">What it sends.</param>
internal sealed record ExtensionMessage(string Name, JsonElement Data) : ControlMessage(TunnelMessage.Extension);

/// <summary>
/// The sender ends the connection in an orderly way: no new requests are sent, the site completes those in progress, and then closes the WebSocket.
/// </summary>
/// <param name="Reason">One of <see cref="CloseReasons"/>.</param>
internal sealed record CloseMessage(string Reason) : ControlMessage(TunnelMessage.Close);

/// <summary>The other side has violated the protocol; the sender closes the WebSocket.</summary>
/// <param name="Message">What is wrong, for the operator of the other side.</param>
internal sealed record ErrorMessage(string Message) : ControlMessage(TunnelMessage.Error);
