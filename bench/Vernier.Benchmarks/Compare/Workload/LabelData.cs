using System.Globalization;

namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>
/// Label sets like those of a service: many series share few values, which are the same string objects. The three values of a series have 40 characters
/// in total on average.
/// </summary>
internal static class LabelData
{
    private const int RoutesOfTenant = 100;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY"];
    private static readonly string[] Routes = [.. Enumerable.Range(0, RoutesOfTenant).Select(i => string.Create(CultureInfo.InvariantCulture, $"/api/v2/orders/{{id}}/{i:0000}"))];

    /// <summary>Some values of a label.</summary>
    public static readonly string[] Countries = ["AT", "BE", "CH", "DE", "DK", "ES", "FR", "IT", "NL", "SE"];

    /// <summary>Creates the given number of different sets of three labels.</summary>
    public static RequestLabels[] Requests(int count)
    {
        var tenants = Tenants(count / (Methods.Length * RoutesOfTenant) + 1);
        return [.. Enumerable.Range(0, count).Select(i => new RequestLabels(
            tenants[i / (Methods.Length * RoutesOfTenant)], Routes[i / Methods.Length % RoutesOfTenant], Methods[i % Methods.Length]))];
    }

    /// <summary>Creates the given number of different sets of two labels.</summary>
    public static RouteLabels[] RoutesOf(int count)
    {
        var tenants = Tenants(count / RoutesOfTenant + 1);
        return [.. Enumerable.Range(0, count).Select(i => new RouteLabels(tenants[i / RoutesOfTenant], Routes[i % RoutesOfTenant]))];
    }

    private static string[] Tenants(int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"tenant-{i:0000}"))];
}
