namespace Vernier.AspNetCore.Requests;

/// <summary>The request methods of RFC 9110 and RFC 5789 as a closed set of label values, so that clients cannot create series.</summary>
public enum HttpVerb
{
    /// <summary>Any other method.</summary>
    [LabelValue("_OTHER")]
    Other,

    /// <summary>CONNECT.</summary>
    [LabelValue("CONNECT")]
    Connect,

    /// <summary>DELETE.</summary>
    [LabelValue("DELETE")]
    Delete,

    /// <summary>GET.</summary>
    [LabelValue("GET")]
    Get,

    /// <summary>HEAD.</summary>
    [LabelValue("HEAD")]
    Head,

    /// <summary>OPTIONS.</summary>
    [LabelValue("OPTIONS")]
    Options,

    /// <summary>PATCH.</summary>
    [LabelValue("PATCH")]
    Patch,

    /// <summary>POST.</summary>
    [LabelValue("POST")]
    Post,

    /// <summary>PUT.</summary>
    [LabelValue("PUT")]
    Put,

    /// <summary>TRACE.</summary>
    [LabelValue("TRACE")]
    Trace,
}
