namespace Vernier.AspNetCore.Requests;

/// <summary>The HTTP versions as a closed set of label values.</summary>
public enum HttpProtocolVersion
{
    /// <summary>Any other version.</summary>
    [LabelValue("_OTHER")]
    Other,

    /// <summary>HTTP/1.0.</summary>
    [LabelValue("1.0")]
    Http10,

    /// <summary>HTTP/1.1.</summary>
    [LabelValue("1.1")]
    Http11,

    /// <summary>HTTP/2.</summary>
    [LabelValue("2")]
    Http2,

    /// <summary>HTTP/3.</summary>
    [LabelValue("3")]
    Http3,
}
