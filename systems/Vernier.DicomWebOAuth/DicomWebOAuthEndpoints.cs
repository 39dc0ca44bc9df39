namespace Vernier.DicomWebOAuth;

/// <summary>The routes of DICOMweb OAuth.</summary>
public static class DicomWebOAuthEndpoints
{
    /// <summary>The path of the metrics endpoint.</summary>
    public const string MetricsPath = "/dicomweb-oauth/metrics";

    internal const string Gateway = "/oauth-dicom-web/servers/{name}/{**path}";
    internal const string Status = "/dicomweb-oauth/status";
    internal const string Servers = "/dicomweb-oauth/servers";
    internal const string ServerTest = "/dicomweb-oauth/servers/{name}/test";
}
