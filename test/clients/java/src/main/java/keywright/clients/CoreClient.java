package keywright.clients;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.exceptions.ServerException;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.List;

/** aliyun-java-sdk-kms on aliyun-java-sdk-core. */
final class CoreClient implements Client {
  private final DefaultAcsClient client;
  private final String endpoint;

  CoreClient(Account account) {
    client = new DefaultAcsClient(DefaultProfile.getProfile(account.region(), account.id(), account.secret()));
    endpoint = account.host() + ":" + account.port();
  }

  @Override
  public boolean has(String operation) {
    return Fields.classNamed(requestName(operation)) != null;
  }

  @Override
  public JsonElement call(String operation, JsonObject input) throws Exception {
    AcsRequest<?> request = (AcsRequest<?>) Fields.classNamed(requestName(operation)).getConstructor().newInstance();
    Fields.fill(request, input);
    // Every request class says HTTPS and finds its host by the region.
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysEndpoint(endpoint);
    try {
      return json(client.getAcsResponse(request));
    } catch (ServerException e) {
      throw new Refusal(e.getErrCode(), "5xx", e);
    } catch (ClientException e) {
      throw new Refusal(serverCode(e), "4xx", e);
    }
  }

  /** Where the server's string to sign is its own, this client says that the secret is wrong, under a code of its own. */
  private static String serverCode(ClientException e) {
    return "SDK.InvalidAccessKeySecret".equals(e.getErrCode()) ? "SignatureDoesNotMatch" : e.getErrCode();
  }

  private static String requestName(String operation) {
    return "com.aliyuncs.kms.model.v20160120." + operation + "Request";
  }

  private static JsonElement json(Object value) throws ReflectiveOperationException {
    if (value instanceof String text) return new JsonPrimitive(text);
    if (value instanceof Number number) return new JsonPrimitive(number);
    if (value instanceof Boolean flag) return new JsonPrimitive(flag);
    JsonObject object = new JsonObject();
    for (Method getter : value.getClass().getDeclaredMethods()) {
      if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) continue;
      Object field = getter.invoke(value);
      if (field == null) continue;
      object.add(getter.getName().substring("get".length()), field instanceof List<?> list ? list(getter, list) : json(field));
    }
    return object;
  }

  /** RPC writes `Keys.Key.0` where this client has a list of the class `Key`: puts back the name between. */
  private static JsonObject list(Method getter, List<?> values) throws ReflectiveOperationException {
    JsonArray array = new JsonArray();
    for (Object value : values) array.add(json(value));
    Class<?> element = (Class<?>) ((ParameterizedType) getter.getGenericReturnType()).getActualTypeArguments()[0];
    JsonObject wrapped = new JsonObject();
    wrapped.add(element.getSimpleName(), array);
    return wrapped;
  }
}
