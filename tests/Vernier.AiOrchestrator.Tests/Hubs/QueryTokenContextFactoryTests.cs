using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Hubs;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class QueryTokenContextFactoryTests
{
    [Theory]
    [InlineData("/ws/runs", "?runId=a%20b&access_token=secret", "?runId=a%20b")]
    [InlineData("/ws/runs", "?access_token=secret", "")]
    [InlineData("/ws/runs/negotiate", "?Access_Token=secret&runId=a", "?runId=a")]
    [InlineData("/ws/runs/", "?access_token=secret&runId=a", "?runId=a")]
    [InlineData("/prefix/WS/runs", "?access%5Ftoken=secret&runId=a", "?runId=a")]
    public void Create_TokenInTheQuery_IsMovedToTheHeader(string path, string query, string expected)
    {
        var http = Create(path, query);
        http.Request.Headers.Authorization.ToString().ShouldBe("Bearer secret");
        http.Request.QueryString.Value.ShouldBe(expected);
        http.Request.Query.ContainsKey("access_token").ShouldBeFalse();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.ShouldBe(path + expected);
    }

    [Fact]
    public void Create_TokenInHeaderAndQuery_KeepsTheHeader()
    {
        var http = Create("/ws/runs", "?runId=a&access_token=secret", "Bearer other");
        http.Request.Headers.Authorization.ToString().ShouldBe("Bearer other");
        http.Request.QueryString.Value.ShouldBe("?runId=a");
    }

    [Theory]
    [InlineData("/api/runs", "?limit=1&access_token=secret", "?limit=1")]
    [InlineData("/prefix/api/metrics/summary", "?access_token=secret", "")]
    [InlineData("/actuator/prometheus", "?access_token=secret", "")]
    [InlineData("/ws/runs/other", "?access_token=secret&runId=a", "?runId=a")]
    public void Create_TokenInTheQueryOfAnotherRoute_IsRemoved(string path, string query, string expected)
    {
        var http = Create(path, query);
        http.Request.Headers.Authorization.Count.ShouldBe(0);
        http.Request.QueryString.Value.ShouldBe(expected);
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.ShouldBe(path + expected);
    }

    [Theory]
    [InlineData("/ws/runs", "?runId=a")]
    [InlineData("/ws/runs", "")]
    [InlineData("/chat", "?access_token=secret")]
    [InlineData("/api/orders", "?access_token=secret")]
    public void Create_OtherRequest_IsNotChanged(string path, string query)
    {
        var http = Create(path, query);
        http.Request.Headers.Authorization.Count.ShouldBe(0);
        http.Request.QueryString.Value.ShouldBe(query);
    }

    private static HttpContext Create(string path, string query, string? authorization = null)
    {
        var services = new ServiceCollection().AddHttpContextAccessor().AddOptions().BuildServiceProvider();
        var features = new FeatureCollection();
        var request = new HttpRequestFeature { Path = path, QueryString = query, RawTarget = path + query };
        if (authorization is not null)
            request.Headers.Authorization = authorization;
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        return new QueryTokenContextFactory(new DefaultHttpContextFactory(services)).Create(features);
    }
}
