namespace Vernier.DicomWebOAuth.Labels;

/// <summary>The label of what is measured per server.</summary>
internal readonly record struct ServerLabels([property: Label(MaxValues = 500, Description = "The server's name in the configuration.")] string Server);
