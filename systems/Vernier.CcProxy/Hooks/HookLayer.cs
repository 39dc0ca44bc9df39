namespace Vernier.CcProxy.Hooks;

/// <summary>The layers of hooks as priorities: lower ones are called first, and of equal ones the one that was registered first.</summary>
public static class HookLayer
{
    /// <summary>0: what everything else depends on.</summary>
    public const int Critical = 0;

    /// <summary>100: checks.</summary>
    public const int Validation = 100;

    /// <summary>200: who it is.</summary>
    public const int Authentication = 200;

    /// <summary>300: adds to what is known.</summary>
    public const int Enrichment = 300;

    /// <summary>500: the default.</summary>
    public const int Processing = 500;

    /// <summary>700: metrics.</summary>
    public const int Observation = 700;

    /// <summary>720: traces.</summary>
    public const int Tracing = 720;

    /// <summary>750: the access log.</summary>
    public const int AccessLog = 750;

    /// <summary>900: tidies up.</summary>
    public const int Cleanup = 900;

    /// <summary>1000: the last.</summary>
    public const int Finalization = 1000;
}
