using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The OpenAPI description of the API.</summary>
internal static class ApiDocument
{
    /// <summary>The name of the description, which is the name of its file.</summary>
    private const string Name = "openapi";

    private const string KeyScheme = "apiKey";

    public static void AddServices(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(PangolinEndpoints.Api.TrimStart('/') + "/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Pangolin", Version = "v1", Description = "Sites, resources, users and sessions of a tunneled reverse proxy." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(AddSecurityAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            DescribeEnum(schema, Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi($"{PangolinEndpoints.Api}/{{documentName:regex(^{Name}$)}}.json").RequireAccess(Access.Anonymous);

    /// <summary>Adds the API key to operations that accept it.</summary>
    private static Task AddSecurityAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().Any(access => access.AllowsApiKey))
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Enumerations are texts in snake_case.</summary>
    private static void DescribeEnum(OpenApiSchema schema, Type type)
    {
        if (!type.IsEnum)
            return;
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(name))];
    }
}
