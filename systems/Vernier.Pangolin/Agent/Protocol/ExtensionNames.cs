namespace Vernier.Pangolin.Agent.Protocol;

/// <summary>The names of features that exchange messages over the control channel.</summary>
internal static class ExtensionNames
{
    public const string WireGuard = "wireguard";
}
