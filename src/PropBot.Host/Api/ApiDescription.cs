using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The OpenAPI document of the operator API.</summary>
internal static class ApiDescription
{
    public const string Route = "/openapi/{documentName}.json";

    private const string BearerScheme = "bearer";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "PropBot operator API";
            document.Info.Version = PropBotVersion.Text;
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = BearerScheme,
                Description = "A token of API_TOKEN or OPERATOR_TOKENS",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            DescribeConverted(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    /// <summary>Types that a converter of ours writes have no schema of their own.</summary>
    private static void DescribeConverted(OpenApiSchema schema, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        bool mayBeNull = plain != type;
        if (plain == typeof(decimal))
        {
            schema.Type = mayBeNull ? JsonSchemaType.Number | JsonSchemaType.Null : JsonSchemaType.Number;
        }
        else if (plain == typeof(DateTimeOffset))
        {
            schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = "date-time";
        }
    }
}
