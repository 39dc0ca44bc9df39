namespace Vernier.DicomWebOAuth.Labels;

/// <summary>How an attempt to get a token ended.</summary>
internal enum AcquisitionStatus
{
    Success,
    Failure,
}
