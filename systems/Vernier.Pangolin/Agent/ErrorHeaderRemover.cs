using Vernier.Forwarding;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>Prevents that a target pretends to be the site: removes the error header of the site from responses of targets.</summary>
internal sealed class ErrorHeaderRemover : ForwarderObserver
{
    public static readonly ErrorHeaderRemover Instance = new();

    public override void ResponseReceived(HttpResponseMessage response) => response.Headers.Remove(SiteProtocol.ErrorHeader);
}
