namespace Vernier.CcProxy.Api;

/// <summary>The HTTP methods that the routes of the proxy have.</summary>
public enum RequestMethod
{
    /// <summary>Asks a model.</summary>
    [LabelValue("POST")]
    Post,

    /// <summary>Reads.</summary>
    [LabelValue("GET")]
    Get,
}
