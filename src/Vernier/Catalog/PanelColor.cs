namespace Vernier.Catalog;

/// <summary>The colours of panels, which follow the theme.</summary>
public enum PanelColor
{
    /// <summary>All is well.</summary>
    Green,

    /// <summary>Worth a look.</summary>
    Yellow,

    /// <summary>Not well.</summary>
    Orange,

    /// <summary>Bad.</summary>
    Red,

    /// <summary>Neither good nor bad.</summary>
    Blue,

    /// <summary>Neither good nor bad, unlike blue.</summary>
    Purple,

    /// <summary>The colour of text.</summary>
    Text,
}
