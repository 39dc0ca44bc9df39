using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Vernier.AiOrchestrator.Hubs;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubQueryTests
{
    private const string SessionId = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("?runId=r", null, null)]
    [InlineData("?runId=r&after=7", null, 7L)]
    [InlineData("?runId=r&sessionId=" + SessionId + "&after=0", SessionId, 0L)]
    public void Parse_ValidQuery_IsRead(string query, string? sessionId, long? after) => Parse(query).ShouldBe(new HubQuery("r", sessionId, after));

    [Theory]
    [InlineData("", "The query parameter runId is missing.")]
    [InlineData("?runId=", "The query parameter runId is missing.")]
    [InlineData("?runId=r&sessionId=x&after=1", "The query parameter sessionId is invalid.")]
    [InlineData("?runId=r&sessionId=" + SessionId, "The query parameter after is missing.")]
    [InlineData("?runId=r&after=-1", "The query parameter after is invalid.")]
    [InlineData("?runId=r&after=1.5", "The query parameter after is invalid.")]
    [InlineData("?runId=r&after=99999999999999999999", "The query parameter after is invalid.")]
    public void Parse_InvalidQuery_IsRejected(string query, string message)
    {
        var error = Should.Throw<RequestException>(() => Parse(query));
        error.Status.ShouldBe(400);
        error.Message.ShouldStartWith(message);
    }

    private static HubQuery Parse(string query) => HubQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
