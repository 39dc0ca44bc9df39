using System.Net;

namespace Vernier.Pangolin.Agent;

/// <summary>The address on which Kestrel serves the connections of a tunnel.</summary>
internal sealed class TunnelEndPoint : EndPoint
{
    public override string ToString() => "tunnel";
}
