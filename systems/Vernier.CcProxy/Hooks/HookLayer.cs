namespace Vernier.CcProxy.Hooks;

/// <summary>The layers of hooks, as priorities. Hooks with lower values are called first; hooks with equal values in the order of registration.</summary>
public static class HookLayer
{
    /// <summary>0: hooks on which all others depend.</summary>
    public const int Critical = 0;

    /// <summary>100: validation.</summary>
    public const int Validation = 100;

    /// <summary>200: authentication.</summary>
    public const int Authentication = 200;

    /// <summary>300: enrichment.</summary>
    public const int Enrichment = 300;

    /// <summary>500: processing, the default.</summary>
    public const int Processing = 500;

    /// <summary>700: metrics.</summary>
    public const int Observation = 700;

    /// <summary>720: traces.</summary>
    public const int Tracing = 720;

    /// <summary>750: the access log.</summary>
    public const int AccessLog = 750;

    /// <summary>900: cleanup.</summary>
    public const int Cleanup = 900;

    /// <summary>1000: the last hooks.</summary>
    public const int Finalization = 1000;
}
