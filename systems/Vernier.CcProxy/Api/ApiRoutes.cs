namespace Vernier.CcProxy.Api;

/// <summary>The properties of the routes.</summary>
internal static class ApiRoutes
{
    public static string PathOf(ApiRoute route) => route switch
    {
        ApiRoute.Messages => "/v1/messages",
        ApiRoute.ChatCompletions => "/v1/chat/completions",
        ApiRoute.Responses => "/v1/responses",
        _ => "/v1/models",
    };

    public static RequestMethod MethodOf(ApiRoute route) => route == ApiRoute.Models ? RequestMethod.Get : RequestMethod.Post;

    /// <summary>Gets the routes of an API that take prompts.</summary>
    public static IReadOnlyList<ApiRoute> Of(ApiShape shape) =>
        shape == ApiShape.Anthropic ? [ApiRoute.Messages] : [ApiRoute.ChatCompletions, ApiRoute.Responses];
}
