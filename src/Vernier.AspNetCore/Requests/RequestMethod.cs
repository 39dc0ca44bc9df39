using Microsoft.AspNetCore.Http;

namespace Vernier.AspNetCore.Requests;

/// <summary>Bounds the method of a request, which a client chooses freely.</summary>
internal static class RequestMethod
{
    /// <summary>The verb of a method's name in any case, because routing matches it in any case too.</summary>
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
