namespace Vernier.DicomWebOAuth.Labels;

/// <summary>The labels of the acquisition counter.</summary>
internal readonly record struct AcquisitionLabels(
    [property: Label(MaxValues = 500, Description = "The server's name in the configuration.")] string Server,
    [property: Label(Description = "Whether there is a token now.")] AcquisitionStatus Status);
