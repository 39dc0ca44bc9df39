using Vernier.Catalog;

namespace Vernier.DicomWebOAuth;

/// <summary>The catalog of DICOMweb OAuth.</summary>
public static class DicomWebOAuthCatalog
{
    /// <summary>
    /// Gets the metric definitions, the dashboard, the alerts and objectives, and the documented queries. Use it to generate dashboards, rules and
    /// reference pages.
    /// </summary>
    public static MetricCatalog Catalog { get; } = new("dicomweb-oauth", "DICOMweb OAuth")
    {
        Metrics = DicomWebOAuthDefinitions.All,
        Dashboards = [DicomWebOAuthDashboards.Overview],
        Alerts = DicomWebOAuthAlerts.Alerts,
        Objectives = DicomWebOAuthAlerts.Objectives,
        Scrape = new("orthanc-dicomweb-oauth", "orthanc", 8042) { Path = DicomWebOAuthEndpoints.MetricsPath },
        DocumentedQueries = DicomWebOAuthAlerts.DocumentedQueries,
    };
}
