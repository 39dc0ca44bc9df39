namespace Vernier.CcProxy.Labels;

/// <summary>How many values the open labels may take.</summary>
internal static class LabelLimits
{
    public const int Models = 200;
    public const int Providers = 50;
    public const int Statuses = 100;
    public const int Hooks = 100;
}
