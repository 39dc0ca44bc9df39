using System.Net.Http.Headers;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

public class CardinalityTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X-ANY"];

    private static readonly string[] Segments = ["studies", "series", "instances", "frames", "bulkdata", "metadata", "rendered", "thumbnail", "1.2.840", "9"];

    private static readonly int[] Statuses = [200, 202, 204, 304, 400, 403, 404, 406, 409, 415, 500, 503];

    [Fact]
    public async Task Requests_ManyMethodsAndPaths_CreateFewSeries()
    {
        var random = new Random(1);
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = context =>
        {
            context.Response.StatusCode = Statuses[Random.Shared.Next(Statuses.Length)];
            return Task.CompletedTask;
        };
        var before = gateway.Scrape().Samples.Count();

        for (var i = 0; i < 3_000; i++)
        {
            var path = string.Join('/', Enumerable.Range(0, random.Next(1, 8)).Select(_ => Segments[random.Next(Segments.Length)]));
            using var request = new HttpRequestMessage(new HttpMethod(Methods[random.Next(Methods.Length)]), $"/oauth-dicom-web/servers/{TestGateway.Name}/{path}");
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("client", $"{i}"));
            using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        }

        // Without a limit for what a client chooses there were 31,000.
        var created = gateway.Scrape().Samples.GroupBy(sample => sample.Name).Select(group => $"{group.Count()} {group.Key}");
        (gateway.Scrape().Samples.Count() - before).ShouldBeLessThan(4_500, string.Join(", ", created));
    }
}
