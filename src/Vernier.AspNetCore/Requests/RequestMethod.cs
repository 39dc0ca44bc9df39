using Microsoft.AspNetCore.Http;

namespace Vernier.AspNetCore.Requests;

/// <summary>Maps the method of a request, which clients choose freely, to a closed set of label values. Thread-safe.</summary>
public static class RequestMethod
{
    /// <summary>Gets the verb of a method name, ignoring case as routing does.</summary>
    /// <param name="method">The method of the request.</param>
    /// <returns>The verb; <see cref="HttpVerb.Other"/> for other methods.</returns>
    public static HttpVerb VerbOf(string method) => HttpMethods.GetCanonicalizedValue(method) switch
    {
        "CONNECT" => HttpVerb.Connect,
        "DELETE" => HttpVerb.Delete,
        "GET" => HttpVerb.Get,
        "HEAD" => HttpVerb.Head,
        "OPTIONS" => HttpVerb.Options,
        "PATCH" => HttpVerb.Patch,
        "POST" => HttpVerb.Post,
        "PUT" => HttpVerb.Put,
        "TRACE" => HttpVerb.Trace,
        _ => HttpVerb.Other,
    };
}
