namespace Vernier.Catalog;

/// <summary>How much an alert matters; the value of its label <c>severity</c>.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Should be looked at in working hours.</summary>
    Warning,

    /// <summary>Somebody must act now.</summary>
    Critical,
}
