namespace Vernier.AspNetCore.Requests;

/// <summary>The schemes of requests as a closed set of label values, so that clients cannot create series.</summary>
public enum UrlScheme
{
    /// <summary>Any other scheme.</summary>
    [LabelValue("_OTHER")]
    Other,

    /// <summary>Without TLS.</summary>
    Http,

    /// <summary>With TLS.</summary>
    Https,
}
