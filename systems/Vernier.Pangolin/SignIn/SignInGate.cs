using System.Net;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.SignIn;

/// <summary>Decides about requests and connections to resources. Thread-safe.</summary>
internal sealed class SignInGate
{
    /// <summary>
    /// Decides about a request. If it is admitted, our cookies and the credentials are removed from it, and the headers that describe the user are set for
    /// the backend. Otherwise the response is written.
    /// </summary>
    public Task<bool> AdmitAsync(HttpContext http, Resource resource) => throw new NotImplementedException($"{http} {resource}");

    /// <summary>Handles a request below <see cref="PangolinEndpoints.Reserved"/>; returns false for other requests.</summary>
    /// <param name="http">The request.</param>
    /// <param name="resource">The resource of the host name; null if there is none.</param>
    public Task<bool> TryHandleReservedAsync(HttpContext http, Resource? resource) => throw new NotImplementedException($"{http} {resource}");

    /// <summary>Records a request with a host name that no resource has (decision 201). The caller writes the response.</summary>
    public void RejectUnknownHost(HttpContext http) => throw new NotImplementedException($"{http}");

    /// <summary>Decides about a connection to a TCP resource, by the rules for addresses.</summary>
    public bool AdmitTcp(IPAddress address, Resource resource) => throw new NotImplementedException($"{address} {resource}");
}
