package keywright.clients;

import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaModel;
import com.aliyun.teaopenapi.models.Config;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** kms20160120, which is built on tea-openapi. */
final class TeaClient implements Client {
  private final com.aliyun.kms20160120.Client client;

  TeaClient(Account account) throws Exception {
    client = new com.aliyun.kms20160120.Client(new Config()
      .setAccessKeyId(account.id())
      .setAccessKeySecret(account.secret())
      .setRegionId(account.region())
      .setProtocol("http")
      .setEndpoint(account.host() + ":" + account.port()));
  }

  @Override
  public boolean has(String operation) {
    return Arrays.stream(client.getClass().getMethods()).anyMatch(method -> method.getName().equals(methodName(operation)));
  }

  @Override
  public JsonElement call(String operation, JsonObject input) throws Exception {
    Class<?> requestClass = Fields.classNamed("com.aliyun.kms20160120.models." + operation + "Request");
    Object answer = requestClass == null ? callWithout(operation, input) : callWith(operation, requestClass, input);
    TeaModel body = (TeaModel) answer.getClass().getMethod("getBody").invoke(answer);
    return new Gson().toJsonTree(body.toMap());
  }

  private Object callWith(String operation, Class<?> requestClass, JsonObject input) throws Exception {
    Object request = requestClass.getConstructor().newInstance();
    Fields.fill(request, input);
    return invoke(client.getClass().getMethod(methodName(operation), requestClass), request);
  }

  /** An operation without parameters is a method without a request. */
  private Object callWithout(String operation, JsonObject input) throws Exception {
    if (input.size() > 0) throw new NoSuchFieldException("no request, so no field " + input.keySet().iterator().next());
    return invoke(client.getClass().getMethod(methodName(operation)));
  }

  private Object invoke(Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof TeaException told) throw new Refusal(told.getCode(), String.valueOf(told.getStatusCode()), told);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static String methodName(String operation) {
    return Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
  }
}
